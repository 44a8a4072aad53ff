namespace Shopkeeper.Simulator.Control;

/// <summary>What the simulator knows of the app. In a change, null leaves a setting as it is.</summary>
public sealed record AppSettings
{
    /// <summary>The client id.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The client secret. Never answered.</summary>
    public string? ApiSecret { get; init; }

    /// <summary>
    /// During a rotation the older secret, which still signs deliveries; empty revokes it, and with it every token that
    /// it bought. Both secrets authenticate the app until then. Never answered.
    /// </summary>
    public string? OldestSecret { get; init; }

    /// <summary>The app's public address.</summary>
    public Uri? AppUrl { get; init; }

    /// <summary>The app-level subscriptions, all of them. An empty list removes them.</summary>
    public IReadOnlyList<AppSubscription>? AppSubscriptions { get; init; }

    /// <summary>True shows a page with a button before an authorization is approved.</summary>
    public bool? ManualApproval { get; init; }

    /// <summary>True refuses every authorization, as a merchant who cancels.</summary>
    public bool? RefuseAuthorization { get; init; }

    /// <summary>
    /// True answers the Admin API's 403 to tokens without expiry, as it is to be for public apps from 2027-01-01.
    /// </summary>
    public bool? RequireExpiringTokens { get; init; }

    /// <summary>True sends <c>shop/redact</c> 48 hours (an option) after each uninstall.</summary>
    public bool? SendShopRedact { get; init; }

    /// <summary>Never the secrets.</summary>
    public override string ToString() => $"AppSettings {{ AppUrl = {AppUrl} }}";
}
