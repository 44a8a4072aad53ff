namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>What became of an install.</summary>
public enum InstallOutcome
{
    /// <summary>Shopify refused the code or session token (<see cref="InstallReply.Code"/> says how).</summary>
    Refused = 0,

    /// <summary>A new stay began.</summary>
    Installed = 1,

    /// <summary>The current stay goes on with the new grant.</summary>
    Reauthorized = 2,

    /// <summary>
    /// The grant died while a teardown was ending access, or may have: start the authorization again.
    /// </summary>
    StartAgain = 3,

    /// <summary>Shopify or the store did not answer: try again after <see cref="InstallReply.RetryAfter"/>.</summary>
    Unavailable = 4,

    /// <summary>Somebody else's install had done it already: nothing was asked of Shopify.</summary>
    AlreadyInstalled = 5,
}
