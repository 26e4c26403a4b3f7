// Command cosign is cosign with two of its commands, sign and generate-key-pair, from cosign's own packages. The rest of
// it, policy engines above all, would take longer to compile than all of Flux takes to link.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/sigstore/cosign/v3/cmd/cosign/cli/generate"
	"github.com/sigstore/cosign/v3/cmd/cosign/cli/options"
	"github.com/sigstore/cosign/v3/cmd/cosign/cli/sign"
	"github.com/sigstore/cosign/v3/cmd/cosign/cli/signcommon"
	"github.com/spf13/cobra"
)

func main() {
	root := &options.RootOptions{}
	command := &cobra.Command{Use: "cosign", SilenceUsage: true}
	root.AddFlags(command)
	command.AddCommand(signCommand(root), generateKeyPairCommand())
	if err := command.ExecuteContext(context.Background()); err != nil {
		os.Exit(1)
	}
}

func signCommand(root *options.RootOptions) *cobra.Command {
	flags := &options.SignOptions{}
	command := &cobra.Command{
		Use:   "sign --key KEY IMAGE@DIGEST",
		Short: "Sign an artifact with a key",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(command *cobra.Command, images []string) error {
			if flags.Key == "" {
				return fmt.Errorf("this edition of cosign signs with a key alone: give --key")
			}
			key := options.KeyOpts{
				KeyRef:           flags.Key,
				PassFunc:         generate.GetPass,
				RekorURL:         flags.Rekor.URL,
				SkipConfirmation: flags.SkipConfirmation,
			}
			err := signcommon.LoadTrustedMaterialAndSigningConfig(command.Context(), &key, flags.UseSigningConfig,
				flags.SigningConfigPath, flags.Rekor.URL, "", "", "", flags.TrustedRootPath, flags.TlogUpload, flags.NewBundleFormat,
				"", flags.Key, flags.IssueCertificate, flags.Output, "", flags.OutputCertificate, flags.OutputPayload,
				flags.OutputSignature, "")
			if err != nil {
				return err
			}
			return sign.SignCmd(command.Context(), root, key, *flags, images)
		},
	}
	flags.AddFlags(command)
	return command
}

func generateKeyPairCommand() *cobra.Command {
	flags := &options.GenerateKeyPairOptions{}
	command := &cobra.Command{
		Use:   "generate-key-pair",
		Short: "Write a key pair; COSIGN_PASSWORD holds its password",
		RunE: func(command *cobra.Command, arguments []string) error {
			return generate.GenerateKeyPairCmd(command.Context(), flags.KMS, flags.OutputKeyPrefix, arguments)
		},
	}
	flags.AddFlags(command)
	return command
}
