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

/// <summary>What an end leaves.</summary>
public enum TeardownKind
{
    /// <summary>Nothing: access ends with the data.</summary>
    Uninstall = 1,

    /// <summary>The access, for a new stay.</summary>
    Reset = 2,
}

/// <summary>Where a teardown stands. A certified one is gone: its certificate answers for it.</summary>
public enum TeardownStatus
{
    /// <summary>The end is claimed, and being confirmed; the installation is still current.</summary>
    Confirming = 1,

    /// <summary>The installation has ended; steps run.</summary>
    Running = 2,

    /// <summary>A step, or the confirmation, needs an operator.</summary>
    Stalled = 3,

    /// <summary>The certificate is there.</summary>
    Certified = 4,
}

/// <summary>Where a step stands.</summary>
public enum StepStatus
{
    /// <summary>Not begun.</summary>
    Pending = 1,

    /// <summary>Begun, and not at its end: it goes on, or is tried again.</summary>
    Running = 2,

    /// <summary>Done.</summary>
    Done = 3,

    /// <summary>An operator waived it, with a coded reason.</summary>
    Waived = 4,
}
