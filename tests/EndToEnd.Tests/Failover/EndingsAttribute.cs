using System.Globalization;
using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>
/// Runs a theory for the endings that it names. Where <c>FAILOVER_RUNS</c> says how often, it runs for every ending and
/// as often, for figures.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EndingsAttribute(params Ending[] endings) : DataAttribute
{
    /// <summary>Those that are always run.</summary>
    public IReadOnlyList<Ending> Endings { get; } = endings;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var wanted = Environment.GetEnvironmentVariable("FAILOVER_RUNS");
        var rows = wanted is null
            ? Endings.Select(ending => new TheoryDataRow<Ending, int>(ending, 1))
            : from run in Enumerable.Range(1, int.Parse(wanted, CultureInfo.InvariantCulture))
              from ending in Enum.GetValues<Ending>()
              select new TheoryDataRow<Ending, int>(ending, run);
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. rows]);
    }

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
