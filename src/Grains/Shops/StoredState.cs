using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Configuration;

namespace Shopkeeper.Grains.Shops;

/// <summary>
/// A shop's stored state. It is written with the first configuration, so a shop without one has no row. Orleans wraps
/// what its storage throws into an exception that names the grain, which is the shop; here our own exceptions come out
/// again.
/// </summary>
internal sealed class StoredState(IPersistentState<ShopState> state)
{
    /// <summary>The installation that the stored state belongs to; null without any.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the service wrote it.</exception>
    public InstallationId? Owner
    {
        get
        {
            if (!state.RecordExists) return null;
            state.State.EnsureReadable();
            return state.State.InstallationId;
        }
    }

    /// <summary>The installation's configuration.</summary>
    public ConfigurationDocument ConfigurationOf(InstallationId installation) =>
        Owner == installation
            ? new() { Json = state.State.Configuration, Version = state.State.ConfigurationVersion }
            : ConfigurationRules.Empty;

    /// <summary>
    /// Replaces an installation's configuration, or says which other version stands. Nobody is refused by what is
    /// remembered alone: two activations can run side by side for a while, and the one that did not write the newest
    /// version never gets to write again, so it would never learn of it. Being wrong, it goes.
    /// </summary>
    /// <exception cref="InstallationEndedException">The installation is not the current one.</exception>
    /// <exception cref="StorageUnavailableException">
    /// The database does not answer; nothing is known of the write.
    /// </exception>
    public async Task<PutConfigurationReply> ReplaceAsync(
        InstallationId installation,
        PutConfiguration command,
        Action deactivate,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deactivate);
        var (reply, next) = Decide(ConfigurationOf(installation), command);
        if (reply.Outcome == PutConfigurationOutcome.VersionMismatch && await IsOutdatedAsync(cancellationToken))
        {
            deactivate();
            (reply, next) = Decide(ConfigurationOf(installation), command);
        }

        if (next is not null) await WriteAsync(installation, next, deactivate, cancellationToken);
        return reply;
    }

    /// <summary>
    /// Reads the row again. True when it is not what was held: another activation of the shop wrote or deleted it, and
    /// the one that asks is left behind. It would never notice by itself.
    /// </summary>
    public async Task<bool> IsOutdatedAsync(CancellationToken cancellationToken)
    {
        var held = state.Etag;
        await UnwrapAsync(state.ReadStateAsync(cancellationToken));
        return state.Etag != held;
    }

    /// <summary>Deletes the row. Without one it is nothing to do.</summary>
    public Task ClearAsync(CancellationToken cancellationToken) =>
        state.RecordExists ? UnwrapAsync(state.ClearStateAsync(cancellationToken)) : Task.CompletedTask;

    private static (PutConfigurationReply Reply, ConfigurationDocument? Next) Decide(
        ConfigurationDocument current, PutConfiguration command)
    {
        if (ConfigurationRules.IsReplaced(current, command))
            return (new() { Outcome = PutConfigurationOutcome.Replaced, Document = current }, null);
        return ConfigurationRules.Replace(current, command) is { } next
            ? (new() { Outcome = PutConfigurationOutcome.Replaced, Document = next }, next)
            : (new() { Outcome = PutConfigurationOutcome.VersionMismatch, Document = current }, null);
    }

    // If that fails, what was held comes back and the activation goes: whether the row was written is not known.
    private async Task WriteAsync(
        InstallationId installation,
        ConfigurationDocument configuration,
        Action deactivate,
        CancellationToken cancellationToken)
    {
        var previous = state.State;
        state.State = new ShopState
        {
            InstallationId = installation,
            Configuration = configuration.Json,
            ConfigurationVersion = configuration.Version,
        };
        try
        {
            await UnwrapAsync(state.WriteStateAsync(cancellationToken));
        }
        catch
        {
            state.State = previous;
            deactivate();
            throw;
        }
    }

    private static async Task UnwrapAsync(Task storing)
    {
        try
        {
            await storing;
        }
        catch (OrleansException wrapped) when (wrapped.InnerException is InstallationEndedException ended)
        {
            throw new InstallationEndedException(ended.Installation);
        }
        catch (OrleansException wrapped) when (wrapped.InnerException is StorageUnavailableException unavailable)
        {
            throw new StorageUnavailableException(unavailable.Code);
        }
    }
}
