using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>What must hold of tokens after each step (invariants 1, 2 and 9).</summary>
internal sealed class TokenModel(TokenWorld world)
{
    private static readonly TimeSpan Teardown = TimeSpan.FromDays(7);

    private readonly HashSet<AccessToken> _stored = [];
    private readonly HashSet<InstallationId> _destroyed = [];
    private readonly HashSet<InstallationId> _purged = [];

    /// <summary>After each step of the kernel.</summary>
    public void Look()
    {
        if ((world.Broken ?? world.Watch.Broken) is { } broken) throw new SimulationException(broken);
        foreach (var row in world.Database.Installations.Values)
        {
            Require(!_purged.Contains(row.Value.Id), "Invariant 2: the row of a purged installation is there again.");
            if (row.Grant is not { } grant) continue;
            Require(!_destroyed.Contains(row.Value.Id), "Invariant 2: a destroyed grant is there again.");
            _stored.Add(grant.AccessToken);
            Require(!IsLost(row, grant), "Invariant 9: a pair is stored that Shopify will never refresh.");
        }
    }

    public void Destroyed(InstallationId installation) => _destroyed.Add(installation);

    public void Purged(InstallationId installation) => _purged.Add(installation);

    /// <summary>When a desk gives a token away.</summary>
    public void HandedOut(SimulatedProcess process, InstallationId installation, TokenReply reply, GrantUse use)
    {
        foreach (var held in world.Database.Installations.Values.Where(held => held.Grant is not null))
            _stored.Add(held.Grant!.AccessToken);
        Require(_stored.Contains(reply.Token!), "Invariant 9: a token was handed out before it was stored.");
        Require(reply.ExpiresAt > process.Clock.GetUtcNow(), "A token was handed out that has expired.");
        if (use == GrantUse.Teardown || !world.Database.Installations.TryGetValue(installation, out var row)) return;

        // What was read right before the fence may arrive right after it, and no later.
        Require(
            row.Value.EndedAt is not { } ended || world.Kernel.Time.Now - ended <= Effects.StoreLatency,
            "A token of an ended installation was handed out for the app.");
    }

    // What a merchant's newer grant retired is lost to nobody, and a teardown asks within days or has no use for it.
    private bool IsLost(StayRow row, Grant grant)
    {
        var now = world.Kernel.Time.Now;
        return world.Book is { IsDead: false } book && book.IsOfThisEra(grant.AccessToken)
            && grant.RefreshTokenExpiresAt > now && !(row.Value.EndedAt <= now - Teardown)
            && !book.CanGoOn(grant, now);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new SimulationException(otherwise);
    }
}
