using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>
/// Permits and intents of one shop: an install waits for permits, and none is given once it is on its way.
/// </summary>
internal sealed class MemoryPermits(Faults faults, FakeTimeProvider time) : IPermitStore
{
    private readonly Dictionary<Guid, DateTimeOffset> _permits = [];
    private Action? _install;

    public bool MerchantIsBack { get; private set; }

    /// <summary>Until when there is the intent of an install that leads to no new stay.</summary>
    public DateTimeOffset IntentUntil { get; set; }

    public int Taken { get; private set; }

    /// <summary>Rows, of permits that have run out too.</summary>
    public int Rows => _permits.Count;

    public int Outstanding => _permits.Values.Count(until => until > time.GetUtcNow());

    /// <summary>An install records its intent now, and is carried out as soon as no permit is valid.</summary>
    public void BeginInstall(Action install)
    {
        if (MerchantIsBack) return;
        MerchantIsBack = true;
        _install = install;
        GoOn();
    }

    /// <summary>Carries out an install that waited long enough.</summary>
    public void GoOn()
    {
        if (_install is null || Outstanding > 0) return;
        _install();
        _install = null;
    }

    public Task<Guid?> TryTakePermitAsync(
        ShopDomain shop,
        InstallationId installation,
        InstallationId? successor,
        CancellationToken cancellationToken) =>
        faults.Around<Guid?>("permits.take", () =>
        {
            if (MerchantIsBack || IntentUntil > time.GetUtcNow()) return null;
            var permit = Guid.CreateVersion7(time.GetUtcNow());
            _permits[permit] = time.GetUtcNow() + IPermitStore.PermitLifetime;
            Taken++;
            return permit;
        });

    public Task<bool> IsHeldByIntentAsync(
        ShopDomain shop,
        InstallationId installation,
        InstallationId? successor,
        CancellationToken cancellationToken) =>
        Task.FromResult(!MerchantIsBack);

    public Task ReleasePermitAsync(Guid permit, CancellationToken cancellationToken) =>
        faults.Around("permits.release", () =>
        {
            _permits.Remove(permit);
            GoOn();
        });

    public Task<(Guid Intent, TimeSpan PermitValidFor)> RecordIntentAsync(
        ShopDomain shop, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TimeSpan> GetPermitValidForAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        Task.FromResult(_permits.Values.Select(until => until - time.GetUtcNow())
            .Where(left => left > TimeSpan.Zero).DefaultIfEmpty(TimeSpan.Zero).Max());

    /// <summary>What a purge may take of them.</summary>
    public void DropExpired()
    {
        foreach (var (permit, until) in _permits.ToArray())
        {
            if (until <= time.GetUtcNow()) _permits.Remove(permit);
        }
    }

    public Task RemoveIntentAsync(Guid intent, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
