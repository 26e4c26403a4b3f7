/** The kinds of `flux.notifications`; a Secret `flux-<kind>` goes with each. */
export const notificationKinds = ['chat', 'commit-status', 'receiver'] as const;

export type NotificationKind = (typeof notificationKinds)[number];
