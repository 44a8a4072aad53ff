namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>What a schedule of tokens can do.</summary>
internal enum TokenAct
{
    /// <summary>A job or a back end asks for a token and calls Shopify with it.</summary>
    Ask,

    /// <summary>A teardown does so.</summary>
    AskForTeardown,

    /// <summary>The poller keeps a quiet pair warm.</summary>
    KeepWarm,

    /// <summary>The merchant opens the app: a new grant, which retires every pair before it.</summary>
    NewGrant,

    /// <summary>The pair moves to the stay that takes over.</summary>
    Reset,

    /// <summary>The fence.</summary>
    End,

    /// <summary>The grant of an ended stay is destroyed.</summary>
    Destroy,

    /// <summary>What is left of a stay without a grant goes.</summary>
    Purge,

    /// <summary>The merchant uninstalls, and nobody tells.</summary>
    Uninstall,

    /// <summary>The merchant installs, where nothing is.</summary>
    Install,

    /// <summary>A process dies.</summary>
    Crash,

    /// <summary>A process's clock goes wrong.</summary>
    Skew,

    /// <summary>Time passes.</summary>
    Wait,
}
