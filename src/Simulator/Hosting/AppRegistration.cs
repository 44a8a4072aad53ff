using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Webhooks;

namespace Shopkeeper.Simulator.Hosting;

/// <summary>
/// The one app that this Shopify knows, as its developer has set it up. Readers take one snapshot per use.
/// </summary>
internal sealed class AppRegistration(SimulatorOptions options)
{
    private readonly Lock _gate = new();
    private volatile App _current = new()
    {
        ApiKey = options.ApiKey,
        ApiSecret = options.ApiSecret,
        AppUrl = options.AppUrl,
        DeclaredSubscriptions = options.AppSubscriptions,
        ManualApproval = options.ManualApproval,
        SendShopRedact = options.SendShopRedact,
    };

    public App Current => _current;

    public void Change(AppSettings settings)
    {
        lock (_gate)
        {
            var now = _current;
            _current = now with
            {
                ApiKey = settings.ApiKey ?? now.ApiKey,
                ApiSecret = settings.ApiSecret ?? now.ApiSecret,
                OldestSecret = settings.OldestSecret is null ? now.OldestSecret
                    : settings.OldestSecret.Length == 0 ? null : settings.OldestSecret,
                AppUrl = settings.AppUrl ?? now.AppUrl,
                DeclaredSubscriptions = settings.AppSubscriptions ?? now.DeclaredSubscriptions,
                ManualApproval = settings.ManualApproval ?? now.ManualApproval,
                RefuseAuthorization = settings.RefuseAuthorization ?? now.RefuseAuthorization,
                SendShopRedact = settings.SendShopRedact ?? now.SendShopRedact,
                RequireExpiringTokens = settings.RequireExpiringTokens ?? now.RequireExpiringTokens,
            };
        }
    }

    internal sealed record App
    {
        private static readonly string[] DefaultTopics =
            [WebhookTopics.AppUninstalled, WebhookTopics.CustomersDataRequest, WebhookTopics.CustomersRedact,
                WebhookTopics.ShopRedact];

        public required string ApiKey { get; init; }

        public required string ApiSecret { get; init; }

        public string? OldestSecret { get; init; }

        public required Uri AppUrl { get; init; }

        public IReadOnlyList<AppSubscription>? DeclaredSubscriptions { get; init; }

        public bool ManualApproval { get; init; }

        public bool RefuseAuthorization { get; init; }

        public bool SendShopRedact { get; init; }

        public bool RequireExpiringTokens { get; init; }

        /// <summary>Deliveries are signed with the oldest secret that is not revoked.</summary>
        public string SigningSecret => OldestSecret ?? ApiSecret;

        public Uri DefaultAddress => Under("webhooks");

        public IReadOnlyList<AppSubscription> Subscriptions =>
            DeclaredSubscriptions ?? [new AppSubscription { Address = DefaultAddress, Topics = DefaultTopics }];

        public Uri Under(string path) => new(AppUrl.AbsoluteUri.TrimEnd('/') + "/" + path);

        public bool Authenticates(string? secret) =>
            secret is not null && (secret == ApiSecret || secret == OldestSecret);

        public override string ToString() => nameof(App);
    }
}
