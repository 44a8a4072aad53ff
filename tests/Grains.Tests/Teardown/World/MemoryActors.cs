using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>The other actors: grants by installation, and a fence that ends one.</summary>
internal sealed class MemoryActors(Faults faults, MemoryTeardowns teardowns, MemoryData data, TimeProvider time)
    : ITeardownActors
{
    public Dictionary<InstallationId, string> Grants { get; } = [];

    public List<EndCommand> Ends { get; } = [];

    public List<AdminFailureKind> Failures { get; } = [];

    public int Refused => Failures.Count(kind => kind == AdminFailureKind.Unauthorized);

    public int Accepted { get; private set; }

    /// <summary>Answers that the fence knows no such installation.</summary>
    public bool KnowsNothing { get; set; }

    /// <summary>What is answered where no token is to be had.</summary>
    public TokenReply WithoutToken { get; set; } = new() { Code = TokenCodes.GrantDestroyed };

    public Task<TokenReply> GetTokenAsync(InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around("grant.token", () => Grants.TryGetValue(installation, out var token)
            ? new TokenReply { Token = new AccessToken(token), ExpiresAt = ExpiresAt, MayBeReplaced = MayBeReplaced }
            : WithoutToken);

    /// <summary>Whether a migration may have replaced them.</summary>
    public bool MayBeReplaced { get; set; }

    /// <summary>When tokens expire; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public Task ReportFailedAsync(
        InstallationId installation, AccessToken used, AdminFailureKind kind, string? errorCode,
        CancellationToken cancellationToken) =>
        faults.Around("grant.failed", () => Failures.Add(kind));

    public Task ReportAcceptedAsync(
        InstallationId installation, AccessToken accepted, CancellationToken cancellationToken) =>
        faults.Around("grant.accepted", () => { Accepted++; });

    public Task<bool> DestroyGrantAsync(InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around("grant.destroy", () => Grants.Remove(installation));

    public Task<EndReply> EndAsync(ShopDomain shop, EndCommand command, CancellationToken cancellationToken) =>
        faults.Around("shop.end", () =>
        {
            Ends.Add(command);
            if (KnowsNothing) return new EndReply { Outcome = FenceOutcome.Unknown };
            var row = teardowns.Row!;
            if (row.Status == TeardownStatus.Confirming) Fence(row, command);
            return new EndReply
            {
                Outcome = row.EndedAt is null ? FenceOutcome.Ended : FenceOutcome.AlreadyEnded,
                TeardownId = row.Id,
                Installation = row.Installation,
            };
        });

    public Task<int> ForgetAsync(ShopDomain shop, InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around(
            "shop.forget", () => data.Take(installation, "grain_state") + data.Take(installation, "reminders"));

    private void Fence(TeardownRecord row, EndCommand command) => teardowns.Store(row with
    {
        Status = TeardownStatus.Running,
        EndedAt = time.GetUtcNow(),
        NextAttemptAt = time.GetUtcNow(),
        Evidence = command.Evidence,
        Cause = command.Cause,
    });
}
