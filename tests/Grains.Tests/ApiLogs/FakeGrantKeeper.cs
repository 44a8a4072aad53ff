using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.ApiLogs;

/// <summary>Hands out one token, or says why not, and counts refusals.</summary>
internal sealed class FakeGrantKeeper : IGrantKeeper
{
    public TokenReply Reply { get; set; } = new() { Token = new AccessToken("shpat_canary") };

    public int Refusals { get; private set; }

    public List<GrantUse> Uses { get; } = [];

    public Task<TokenReply> GetTokenAsync(GrantUse use, CancellationToken cancellationToken)
    {
        Uses.Add(use);
        return Task.FromResult(Reply);
    }

    public Task ReportRefusedAsync(CancellationToken cancellationToken)
    {
        Refusals++;
        return Task.CompletedTask;
    }

    public Task<bool> DestroyAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
