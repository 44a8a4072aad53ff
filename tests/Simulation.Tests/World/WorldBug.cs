using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>A mistake that can be put into the world, to show that the model finds it.</summary>
internal sealed record WorldBug
{
    /// <summary>The service as it is.</summary>
    public static WorldBug None { get; } = new();

    /// <summary>Writes do not look whether their installation is current.</summary>
    public bool GuardIsOff { get; init; }

    /// <summary>Changes the steps of every process.</summary>
    public Func<ITeardownStep, ITeardownStep> Decorate { get; init; } = step => step;
}
