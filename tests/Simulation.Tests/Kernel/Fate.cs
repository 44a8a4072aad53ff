namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>How an effect goes.</summary>
internal enum Fate
{
    /// <summary>It happens and is answered at once.</summary>
    Happens,

    /// <summary>It happens now, and its answer travels: others come in between.</summary>
    AnsweredLater,

    /// <summary>It does not happen, and the caller hears so.</summary>
    FailsBefore,

    /// <summary>It happens, and the caller hears that it failed.</summary>
    AnswerLost,

    /// <summary>The process dies, and it does not happen.</summary>
    DiesBefore,

    /// <summary>It happens, and the process dies before it hears.</summary>
    DiesAfter,
}
