namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>What may prove an installation's end, as the codes that stand in teardowns and certificates.</summary>
public static class EndEvidence
{
    /// <summary>An authentic <c>app/uninstalled</c>.</summary>
    public const string Uninstalled = "delivery:app/uninstalled";

    /// <summary>An authentic <c>shop/redact</c>.</summary>
    public const string Redact = "delivery:shop/redact";

    /// <summary>The delivery's body names no shop: it proves nothing.</summary>
    public const string BodyUnbound = "body:names-no-shop";

    /// <summary>
    /// The delivery's body told of the end of an earlier installation already, or asked to erase one that had ended: it
    /// proves nothing.
    /// </summary>
    public const string BodySeenBefore = "body:seen-before";

    /// <summary>Shopify answered 401 to a token that could not have expired.</summary>
    public const string TokenRefused = "probe:401";

    /// <summary>
    /// The token had expired, and Shopify refused twice, apart, to refresh a pair that had not changed.
    /// </summary>
    public const string RefreshRefused = "refresh:refused";

    /// <summary>The token of the stay before answered neither 200 nor 401.</summary>
    public const string TokenSilent = "probe:unknown";

    /// <summary>The token endpoint said <c>app_not_installed</c>: proof enough by itself.</summary>
    public const string AppNotInstalled = "token-endpoint:app_not_installed";

    /// <summary>A new grant speaks for another installation at Shopify.</summary>
    public const string OtherInstallation = "grant:other-installation";

    /// <summary>An operator's command: proof enough by itself.</summary>
    public const string Operator = "operator";
}
