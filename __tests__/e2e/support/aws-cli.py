"""The AWS CLI for many commands at once: takes a JSON list of commands, each a list of words without `aws`, and prints their
answers as a JSON list. To start the CLI takes a second, to ask it far less."""

import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver

driver = create_clidriver()
answers = []
for words in json.load(sys.stdin):
    answer = io.StringIO()
    with contextlib.redirect_stdout(answer):
        if driver.main([*words, "--output", "json"]) != 0:
            sys.exit(f"aws {' '.join(words)} failed")
    answers.append(json.loads(answer.getvalue() or "null"))
json.dump(answers, sys.stdout)
