using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.ApiLogs;

/// <summary>Hands out one token, or says why not, and keeps what it is told of them.</summary>
internal sealed class FakeGrantKeeper : IGrantKeeper
{
    public TokenReply Reply { get; set; } = new() { Token = new AccessToken("shpat_canary") };

    /// <summary>What a check finds; null: what is known.</summary>
    public AccessState? Checked { get; set; }

    public List<AccessToken> Refusals { get; } = [];

    public List<AccessToken> Acceptances { get; } = [];

    public List<GrantUse> Uses { get; } = [];

    public Task<TokenReply> GetTokenAsync(GrantUse use, CancellationToken cancellationToken)
    {
        lock (Uses) Uses.Add(use);
        return Task.FromResult(Reply);
    }

    public Task ReportFailedAsync(
        AccessToken used, AdminFailureKind kind, string? errorCode, CancellationToken cancellationToken)
    {
        if (kind == AdminFailureKind.Unauthorized) Refusals.Add(used);
        return Task.CompletedTask;
    }

    public Task ReportAcceptedAsync(AccessToken accepted, CancellationToken cancellationToken)
    {
        Acceptances.Add(accepted);
        return Task.CompletedTask;
    }

    public Task<AccessCheck> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new AccessCheck { State = Checked ?? Reply.Access });

    public Task KeepWarmAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task MigrateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DestroyAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
