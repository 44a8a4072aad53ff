using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>
/// Knows every configuration that was stored: none may take another's place unread, and none be answered for that was
/// never stored.
/// </summary>
internal sealed class ConfigurationModel(SimulationKernel kernel)
{
    private readonly Dictionary<InstallationId, StateRow> _last = [];
    private readonly List<(string Json, ConfigurationDocument Document)> _answered = [];
    private readonly Dictionary<string, long> _stored = new(StringComparer.Ordinal);

    /// <summary>How many were stored.</summary>
    public int Count => _stored.Count;

    /// <summary>Looks at a row after a step.</summary>
    public void See(StateRow row)
    {
        var before = _last.GetValueOrDefault(row.Installation);
        if (ReferenceEquals(before, row)) return;
        var state = (ShopState)row.State;
        var expected = before is null ? 1 : ((ShopState)before.State).ConfigurationVersion + 1;
        kernel.Require(
            state.ConfigurationVersion == expected,
            $"Invariant 3: configuration {state.ConfigurationVersion} was written where {expected} follows");
        _last[row.Installation] = row;
        _stored[state.Configuration] = state.ConfigurationVersion;
    }

    /// <summary>Whoever wrote was told what holds now; it is looked for at the end of the step.</summary>
    public void Answered(string json, PutConfigurationReply reply)
    {
        if (reply is { Outcome: PutConfigurationOutcome.Replaced, Document: { } document })
            _answered.Add((json, document));
    }

    public void RequireAnsweredStored()
    {
        foreach (var (json, document) in _answered)
        {
            kernel.Require(
                document.Json == json && _stored.GetValueOrDefault(json) == document.Version,
                $"Invariant 3: configuration {document.Version} was answered for and not stored");
        }

        _answered.Clear();
    }
}
