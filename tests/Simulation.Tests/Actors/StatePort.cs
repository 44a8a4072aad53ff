using Orleans.Storage;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>What one activation keeps in its row; the twin of <c>GrainStorage</c>.</summary>
internal sealed class StatePort(
    SimulatedProcess process, Effects effects, SimulatedDatabase db, string key, StateRow? read)
    : IPersistentState<ShopState>
{
    private long? _version = read?.Version;

    public ShopState State { get; set; } = (ShopState?)read?.State ?? new ShopState();

    public string? Etag => _version?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public bool RecordExists => _version is not null;

    public async Task WriteStateAsync(CancellationToken cancellationToken)
    {
        var (state, expected) = (State, _version);
        _version = await effects.Do(process, "grain-state.write", () => Write(state, expected));
    }

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        if (_version is { } expected)
        {
            await effects.Do(process, "grain-state.delete", () =>
            {
                if (!db.States.TryGetValue(("shop", key), out var row)) return;
                if (row.Version != expected) throw Stale();
                db.States.Remove(("shop", key));
            });
        }

        (State, _version) = (new ShopState(), null);
    }

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        var row = await effects.Do(process, "grain-state.read", () => db.States.GetValueOrDefault(("shop", key)));
        (State, _version) = ((ShopState?)row?.State ?? new ShopState(), row?.Version);
    }

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    private long Write(ShopState state, long? expected)
    {
        try
        {
            db.Guard(state.InstallationId);
        }
        catch (InstallationEndedException)
        {
            throw Stale();
        }

        var current = db.States.GetValueOrDefault(("shop", key))?.Version;
        if (db.EtagsAreReused) expected = current;
        if (current != expected) throw Stale();
        db.RequireCurrent(state.InstallationId, "grain_state");

        // A new row begins anywhere, so that no etag of a row before fits it.
        var version = expected + 1 ?? db.NextSequence() << 20;
        db.States[("shop", key)] = new StateRow(state.InstallationId, version, state);
        return version;
    }

    private static InconsistentStateException Stale() => new("The state is stale.", "unknown", "none");
}
