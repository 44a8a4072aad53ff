using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Grains.Tokens;

/// <summary>Opens a desk for each activation that hands out tokens.</summary>
internal sealed class GrantDesks(
    IGrantStore grants,
    GrantRefresh refresh,
    RefreshConsequences consequences,
    TokenMetrics metrics,
    IOptions<TokensOptions> tokens,
    TimeProvider clock)
{
    /// <summary>A desk of its own for an activation.</summary>
    public GrantDesk Open(InstallationId installation) =>
        new(installation, grants, refresh, consequences, metrics, tokens, clock);
}
