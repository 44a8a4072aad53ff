namespace Shopkeeper.Frontend.Sessions;

/// <summary>Why the holder of a genuine session token is not let in.</summary>
internal enum EntryRefusal
{
    /// <summary>He is let in.</summary>
    None = 0,

    /// <summary>Shopify says that the app is not installed.</summary>
    NotInstalled = 1,

    /// <summary>An operator has uninstalled the app, and Shopify has not been told yet.</summary>
    UninstallUnderWay = 2,

    /// <summary>Shopify does not take this session token: a fresh one may do.</summary>
    StaleToken = 3,

    /// <summary>Shopify or the store did not answer, or Shopify refused the app itself: later.</summary>
    Unavailable = 4,
}
