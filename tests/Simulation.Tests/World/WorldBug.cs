using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>A mistake that can be put into the world, to show that the model finds it.</summary>
internal sealed record WorldBug
{
    /// <summary>The service as it is.</summary>
    public static WorldBug None { get; } = new();

    /// <summary>Writes do not look whether their installation is current.</summary>
    public bool GuardIsOff { get; init; }

    /// <summary>An actor's state is written by the version that stands, and not by the one that was read.</summary>
    public bool EtagsAreReused { get; init; }

    /// <summary>A job's writes do not look whether their installation is current.</summary>
    public bool HandlerIsUnguarded { get; init; }

    /// <summary>Nobody says that it writes to a store that is keyed by shop.</summary>
    public bool LettersAreUndeclared { get; init; }

    /// <summary>Changes every process's way to grants.</summary>
    public Func<IGrantStore, SimulatedProcess, SimulatedWorld, IGrantStore> Grants { get; init; } =
        (store, _, _) => store;

    /// <summary>Changes every process's way to the log of calls.</summary>
    public Func<IApiLogStore, SimulatedProcess, SimulatedWorld, IApiLogStore> ApiLogs { get; init; } =
        (store, _, _) => store;

    /// <summary>Changes the steps of every process.</summary>
    public Func<ITeardownStep, ITeardownStep> Decorate { get; init; } = step => step;

    /// <summary>Changes every process's way to permits.</summary>
    public Func<IPermitStore, IPermitStore> Permits { get; init; } = store => store;

    /// <summary>Changes every process's way to teardowns.</summary>
    public Func<ITeardownStore, ITeardownStore> Teardowns { get; init; } = store => store;

    /// <summary>Changes every process's way to the inbox.</summary>
    public Func<IWebhookInbox, IWebhookInbox> Inbox { get; init; } = store => store;

    /// <summary>Changes every process's way to jobs.</summary>
    public Func<IJobStore, IJobStore> Jobs { get; init; } = store => store;

    /// <summary>Changes every process's way to installations.</summary>
    public Func<IInstallationStore, SimulatedProcess, SimulatedWorld, IInstallationStore> Installations
    {
        get; init;
    } = (store, _, _) => store;
}
