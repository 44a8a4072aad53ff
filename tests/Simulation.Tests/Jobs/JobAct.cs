namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>What a schedule of jobs can do.</summary>
internal enum JobAct
{
    /// <summary>Somebody wants a job done.</summary>
    Enqueue,

    /// <summary>The same is wanted again, under the same key.</summary>
    Repeat,

    /// <summary>A silo looks for due jobs.</summary>
    Dispatch,

    /// <summary>Somebody asks for a job to stop.</summary>
    Cancel,

    /// <summary>The fence, and the teardown's first step after it.</summary>
    End,

    /// <summary>The teardown gives up on jobs that do not stop, and purges all of them.</summary>
    Purge,

    /// <summary>The shop is installed again.</summary>
    Install,

    /// <summary>A process dies.</summary>
    Crash,

    /// <summary>A process's clock goes wrong.</summary>
    Skew,

    /// <summary>Time passes.</summary>
    Wait,
}
