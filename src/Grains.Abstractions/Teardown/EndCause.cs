namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Why an installation ended.</summary>
public enum EndCause
{
    /// <summary>The merchant uninstalled: an authentic <c>app/uninstalled</c>, confirmed by Shopify.</summary>
    UninstalledByMerchant = 1,

    /// <summary>An operator's command.</summary>
    Operator = 2,

    /// <summary>The app was installed anew, so the stay before had ended unseen.</summary>
    EndedBeforeReinstall = 3,

    /// <summary>An authentic <c>shop/redact</c>, confirmed by Shopify.</summary>
    RedactRequested = 4,

    /// <summary>Shopify's token endpoint said <c>app_not_installed</c>.</summary>
    AppNotInstalled = 5,

    /// <summary>A reset: the data go, the access stays.</summary>
    Reset = 6,
}
