namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>What the fence found.</summary>
public enum FenceOutcome
{
    /// <summary>No such installation.</summary>
    Unknown = 0,

    /// <summary>It was current and has now ended.</summary>
    Ended = 1,

    /// <summary>It had ended before.</summary>
    AlreadyEnded = 2,

    /// <summary>It is current and goes on: its end would have passed the fence's limit. Nothing was written.</summary>
    HeldBack = 3,

    /// <summary>
    /// It is current, and somebody claims its end, which is not confirmed yet: a reset would carry its access on, and
    /// swallow that claim. Nothing was written.
    /// </summary>
    EndPending = 4,

    /// <summary>
    /// It is current, and Shopify is being asked to replace its token for good: a reset now would lose the answer, and
    /// with it all access. Over within <c>Tokens:RefreshLease</c>. Nothing was written.
    /// </summary>
    GrantBusy = 5,
}
