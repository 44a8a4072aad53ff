using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Tests.Tokens;

internal sealed partial class TokenBench : IGrantStore, ITokenMigrationStore, IOAuthClient
{
    /// <summary>Why the migration of all shops was stopped, with the mark that the row got.</summary>
    public List<(string Code, MigrationMark? Mark)> Stops { get; } = [];

    public int Released { get; private set; }

    public DateTimeOffset? ReleasedUntil { get; private set; }

    public int Migrated { get; private set; }

    public int NeedsGrant => Lost.Count(state => state == AccessState.NeedsGrant);

    /// <summary>What was noted of the access, in its order.</summary>
    public List<AccessState> Lost { get; } = [];

    public DateTimeOffset? DeferredUntil { get; private set; }

    /// <summary>Has the next pair stored without anybody hearing of it.</summary>
    public bool StoresUnheard { get; set; }

    public Task<HeldGrant?> ReadAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult(Held);

    public Task<bool> TryBeginRefreshAsync(
        InstallationId installation, long version, Guid holder, TimeSpan lease, CancellationToken cancellationToken) =>
        Task.FromResult(Held?.Version == version);

    public Task<bool> StoreRefreshedAsync(
        InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken)
    {
        if (Held?.Version != version) return Task.FromResult(false);
        Held = Held with { Grant = grant, Version = version + 1, Access = AccessState.Fine, Migration = 0 };
        return Task.FromResult(true);
    }

    public Task EndRefreshAsync(InstallationId installation, Guid holder, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<RefreshRefusals?> NoteRefusedAsync(
        InstallationId installation, long version, Guid holder, TimeSpan apart, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task DeferRefreshAsync(
        InstallationId installation, long version, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        DeferredUntil = until;
        return Task.CompletedTask;
    }

    public Task<bool> NoteLostAsync(
        InstallationId installation, long version, AccessState state, DateTimeOffset since,
        CancellationToken cancellationToken)
    {
        Lost.Add(state);
        if (Held?.Version == version) Held = Held with { Access = state };
        return Task.FromResult(false);
    }

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<SecretUse>> CountBySecretAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<TokenMigration> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(
        int canary, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> TryBeginAsync(
        InstallationId installation, long version, int canary, CancellationToken cancellationToken)
    {
        Held = Held! with { Migration = MigrationMark.Asked };
        return Task.FromResult(true);
    }

    public async Task<bool> CompleteAsync(
        InstallationId installation, long version, Guid holder, Grant grant, CancellationToken cancellationToken)
    {
        if (!await StoreRefreshedAsync(installation, version, holder, grant, cancellationToken)) return false;
        Migrated++;
        return StoresUnheard ? throw new StorageUnavailableException("test") : true;
    }

    public Task ReleaseAsync(
        InstallationId installation, long version, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        Released++;
        ReleasedUntil = until;
        return Task.CompletedTask;
    }

    public Task FailAsync(
        InstallationId installation, long version, MigrationMark mark, string code, CancellationToken cancellationToken)
    {
        Stops.Add((code, mark));
        return Task.CompletedTask;
    }

    public Task StopAsync(string code, CancellationToken cancellationToken)
    {
        Stops.Add((code, null));
        return Task.CompletedTask;
    }

    public Task ContinueAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TokenOutcome> RefreshAsync(
        ShopDomain shop, AccessToken refreshToken, CancellationToken cancellationToken) => AnswerAsync();

    public Task<TokenOutcome> MigrateAsync(
        ShopDomain shop, AccessToken accessToken, CancellationToken cancellationToken) => AnswerAsync();

    public Task<TokenOutcome> ExchangeCodeAsync(ShopDomain shop, string code, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<TokenOutcome> ExchangeForOfflineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TokenOutcome> ExchangeForOnlineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) => throw new NotSupportedException();

    private Task<TokenOutcome> AnswerAsync()
    {
        Asked++;
        Meanwhile();
        return Task.FromResult(Answers.Dequeue());
    }
}
