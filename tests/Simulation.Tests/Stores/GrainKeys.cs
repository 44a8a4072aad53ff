using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>How actors are named in rows.</summary>
internal static class GrainKeys
{
    public static string Of(InstallationId installation) => installation.Value.ToString("N");
}
