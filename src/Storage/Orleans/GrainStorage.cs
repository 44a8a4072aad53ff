using System.Text.Json;
using Orleans.Storage;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Orleans;

/// <summary>
/// Orleans' storage of grain state, on the guard: state names its installation (<see cref="IInstallationState"/>), is
/// written only while that is current, as JSON under its data key, and is deleted when cleared.
/// </summary>
internal sealed class GrainStorage(Database database, DataKeys keys) : IGrainStorage
{
    /// <summary>The name under which grains ask for it.</summary>
    public const string Name = "shops";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = grainId.ToString();
        var row = await database.ReadAsync(
            session => session.FindAsync<StateRow>("grain-state/read", new { name = stateName, key }),
            CancellationToken.None);
        if (row is null)
        {
            Forget(grainState);
            return;
        }

        var json = keys.Decrypt(row.DataKey, row.InstallationId, Field(stateName, key), row.Payload);
        grainState.State = JsonSerializer.Deserialize<T>(json)!;
        grainState.ETag = RowVersion.ToEtag(row.Version);
        grainState.RecordExists = true;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.State is not IInstallationState { InstallationId: var installation })
            throw new InvalidOperationException(
                $"The state '{stateName}' does not implement {nameof(IInstallationState)}.");
        var isNew = grainState.ETag is null;
        var key = grainId.ToString();
        var expected = RowVersion.FromEtag(grainState.ETag);
        var version = isNew ? RowVersion.New() : expected + 1;
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(grainState.State);
            var dataKey = await ReadDataKeyAsync(installation);
            var payload = keys.Encrypt(dataKey, installation, Field(stateName, key), json);
            var written = await database.GuardedAsync(
                installation,
                session => session.ExecuteAsync(
                    isNew ? "grain-state/insert" : "grain-state/update",
                    new { name = stateName, key, installation, version, payload, expected }),
                CancellationToken.None);
            if (written == 0) throw Stale(stateName, grainState.ETag, "another activation wrote it");
        }
        catch (InstallationEndedException)
        {
            throw Stale(stateName, grainState.ETag, "its installation is not current");
        }

        grainState.ETag = RowVersion.ToEtag(version);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is { } etag)
        {
            var row = new { name = stateName, key = grainId.ToString(), expected = RowVersion.FromEtag(etag) };
            var isStale = await database.WriteAsync(
                async session => await session.ExecuteAsync("grain-state/delete", row) == 0
                    && await session.FindAsync<long?>("grain-state/read-version", row) is not null,
                CancellationToken.None);
            if (isStale) throw Stale(stateName, etag, "another activation wrote it");
        }

        Forget(grainState);
    }

    private static void Forget<T>(IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    // What is decrypted is bound to its row, so that one grain's state does not pass for another's.
    private static string Field(string stateName, string key) => $"grain_state.payload:{stateName}:{key}";

    private static InconsistentStateException Stale(string stateName, string? etag, string why) =>
        new($"The state '{stateName}' is stale: {why}.", "unknown", etag ?? "none");

    private async Task<byte[]> ReadDataKeyAsync(InstallationId installation) =>
        keys.FindWrapped(installation)
        ?? await database.ReadAsync(
            session => session.FindAsync<byte[]>("installations/read-data-key", new { installation }),
            CancellationToken.None)
        ?? throw new InstallationEndedException(installation);

    private sealed record StateRow
    {
        public InstallationId InstallationId { get; init; }

        public long Version { get; init; }

        public byte[] Payload { get; init; } = [];

        public byte[] DataKey { get; init; } = [];
    }
}
