namespace Shopkeeper.Grains.Abstractions;

/// <summary>
/// The names under which interfaces and types travel between silos and rest in storage. A name stays for ever, whatever
/// becomes of the C# name; a test proves each unique and used once.
/// </summary>
public static class Aliases
{
#pragma warning disable CS1591 // Each constant says what it is; a comment would repeat its name.
    public const string InstallationId = "shops.installation-id";
    public const string Installation = "shops.installation";
    public const string ShopDomain = "shops.shop-domain";
    public const string AccessToken = "shops.access-token";
    public const string Grant = "shops.grant";
    public const string ShopState = "shops.shop-state";
    public const string InstallationEnded = "shops.installation-ended";
    public const string StorageUnavailable = "shops.storage-unavailable";

    public const string IInstaller = "lifecycle.installer";
    public const string IShopLifecycle = "lifecycle.shop-lifecycle";
    public const string IGrant = "lifecycle.grant-keeper";
    public const string InstallWithCode = "lifecycle.install-with-code";
    public const string InstallWithSessionToken = "lifecycle.install-with-session-token";
    public const string InstallReply = "lifecycle.install-reply";
    public const string NewGrant = "lifecycle.new-grant";
    public const string AcceptGrantReply = "lifecycle.accept-grant-reply";
    public const string EndCommand = "lifecycle.end-command";
    public const string ResetCommand = "lifecycle.reset-command";
    public const string EndReply = "lifecycle.end-reply";
    public const string TokenReply = "lifecycle.token-reply";
    public const string AccessCheck = "lifecycle.access-check";

    public const string IShopSessions = "sessions.shop-sessions";
    public const string SessionClaim = "sessions.session-claim";
    public const string IOnlineSessions = "sessions.online-sessions";
    public const string OpenOnlineSession = "sessions.open-online";
    public const string SessionReply = "sessions.session-reply";

    public const string IShopConfiguration = "configuration.shop-configuration";
    public const string ConfigurationDocument = "configuration.document";
    public const string PutConfiguration = "configuration.put";
    public const string PutConfigurationReply = "configuration.put-reply";

    public const string IShopPreferences = "preferences.shop-preferences";

    public const string IShopWebhooks = "webhooks.shop-webhooks";
    public const string ActualSubscription = "webhooks.actual-subscription";
    public const string SubscriptionItem = "webhooks.subscription-item";
    public const string SubscriptionOverview = "webhooks.subscription-overview";

    public const string IJobCanceller = "jobs.job-canceller";
    public const string IJobQueue = "jobs.job-queue";
    public const string EnqueueJob = "jobs.enqueue";
    public const string EnqueueReply = "jobs.enqueue-reply";
    public const string JobView = "jobs.job-view";

    public const string CacheUnavailable = "caching.cache-unavailable";
    public const string ISiloCaches = "caching.silo-caches";
    public const string CacheCount = "caching.cache-count";

    public const string ITeardown = "teardown.teardown";
    public const string WaiveStep = "teardown.waive-step";
    public const string TeardownOrderReply = "teardown.order-reply";
    public const string UnknownStep = "teardown.unknown-step";
    public const string ITeardownPreviews = "teardown.previews";
    public const string TeardownPreview = "teardown.preview";
    public const string StoreCount = "teardown.store-count";
    public const string ParticipantResult = "teardown.participant-result";

    public const string IParticipantReports = "operations.participant-reports";
    public const string ParticipantHealth = "operations.participant-health";
    public const string ParticipantHold = "operations.participant-hold";

    public const string IShopBudget = "rate-budget.shop-budget";
    public const string BudgetRequest = "rate-budget.request";
    public const string BudgetReply = "rate-budget.reply";
    public const string BudgetReport = "rate-budget.report";

    public const string ISiloSignals = "polling.silo-signals";

    public const string IComplianceCase = "compliance.case";
    public const string ComplianceReply = "compliance.reply";
#pragma warning restore CS1591
}
