using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>
/// A mistake that could be made, put in the place of what is right: each overrides one port. This one is none.
/// </summary>
internal class Bug
{
    /// <summary>Everything as it is.</summary>
    public static Bug None { get; } = new();

    /// <summary>The store of grants.</summary>
    public virtual IGrantStore Grants(
        IGrantStore grants, Effects effects, SimulatedProcess process, StayTable database) => grants;

    /// <summary>The log of calls.</summary>
    public virtual IApiLogStore ApiLogs(
        IApiLogStore logs, Effects effects, SimulatedProcess process, StayTable database) => logs;

    /// <summary>The queue of jobs.</summary>
    public virtual IJobStore Jobs(IJobStore jobs, Effects effects, SimulatedProcess process) => jobs;

    /// <summary>Whether a handler's write asks the guard first.</summary>
    public virtual bool HandlerIsGuarded => true;
}
