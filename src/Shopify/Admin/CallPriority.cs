namespace Shopkeeper.Shopify.Admin;

/// <summary>How much a call matters when a shop's budget of points runs low; a greater number goes first.</summary>
public enum CallPriority
{
    /// <summary>Work in bulk, such as reading a catalogue: it leaves a reserve to all others.</summary>
    Sync = 0,

    /// <summary>What somebody waits for: the embedded app, a back end, a check of access.</summary>
    App = 1,

    /// <summary>An install and what belongs to it.</summary>
    Install = 2,

    /// <summary>The end of an installation: never held up by the others.</summary>
    Teardown = 3,
}
