namespace Shopkeeper.Grains.Abstractions.Sessions;

/// <summary>What became of a user's online session.</summary>
public enum OnlineSessionOutcome
{
    /// <summary>Shopify did not answer, or not with a token: try again with a later session token.</summary>
    Unavailable = 0,

    /// <summary>A token is stored that lives for a while.</summary>
    Open = 1,

    /// <summary>Shopify refused the session token: try again with another one.</summary>
    Refused = 2,

    /// <summary>Shopify says that the app is not installed; the end of the stay is being confirmed.</summary>
    NotInstalled = 3,
}
