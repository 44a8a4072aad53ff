using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stores;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>What must hold of tokens (invariants 1, 2 and 9).</summary>
internal sealed class TokenModel(SimulatedWorld world)
{
    private static readonly TimeSpan Teardown = TimeSpan.FromDays(7);

    private readonly HashSet<InstallationId> _served = [];

    /// <summary>How many tokens were handed out.</summary>
    public int HandedOut { get; private set; }

    public void AfterStep()
    {
        foreach (var row in world.Database.Installations.Values)
        {
            if (row.Grant is { RefreshToken: not null } grant && IsLost(row, grant))
                throw new SimulationException("Invariant 9: a pair is stored that Shopify will never refresh.");
        }
    }

    /// <summary>When an activation gives a token away.</summary>
    public void Note(SimulatedProcess process, InstallationId installation, TokenReply reply, GrantUse use)
    {
        if (reply.Token is not { } token) return;
        HandedOut++;
        _served.Add(installation);
        world.Kernel.Require(
            world.Database.StoredTokens.Contains(token), "Invariant 9: a token was handed out before it was stored.");
        world.Kernel.Require(
            !(reply.ExpiresAt <= process.Clock.GetUtcNow()), "A token was handed out that has expired.");
        if (use == GrantUse.Teardown || !world.Database.Installations.TryGetValue(installation, out var row)) return;

        // What was read right before the fence may arrive right after it, and no later.
        world.Kernel.Require(
            row.Value.EndedAt is not { } ended || world.Kernel.Time.Now - ended <= Effects.StoreLatency,
            "A token of an ended installation was handed out for the app.");
    }

    /// <summary>From here on it counts which stays get a token.</summary>
    public void BeginSettling() => _served.Clear();

    /// <summary>Once nothing goes wrong any more: whose pair is good gets its token.</summary>
    public void Settled()
    {
        foreach (var row in world.Database.Installations.Values)
        {
            if (!row.IsCurrent || row.Grant is not { } grant) continue;
            var book = world.Shopify[row.Value.Shop].Book;
            var isGood = book is { IsDead: false } && (grant.RefreshToken is null
                ? book.Takes(grant.AccessToken, world.Kernel.Time.Now)
                : book.IsOfThisEra(grant.AccessToken) && book.CanGoOn(grant, world.Kernel.Time.Now));
            world.Kernel.Require(
                !isGood || _served.Contains(row.Value.Id),
                "Invariant 9: a current installation has a good pair and gets no token.");
        }
    }

    // What a merchant's newer grant retired is lost to nobody, and a teardown asks within days or has no use for it.
    private bool IsLost(InstallationRow row, Grant grant)
    {
        var now = world.Kernel.Time.Now;
        return world.Shopify[row.Value.Shop].Book is { IsDead: false } book && !book.CanGoOn(grant, now)
            && book.IsOfThisEra(grant.AccessToken) && grant.RefreshTokenExpiresAt > now
            && !(row.Value.EndedAt <= now - Teardown);
    }
}
