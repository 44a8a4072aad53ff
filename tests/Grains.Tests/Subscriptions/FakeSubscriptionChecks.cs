using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Subscriptions;

/// <summary>One stay's row, and what was asked of it.</summary>
internal sealed class FakeSubscriptionChecks : ISubscriptionChecks
{
    public SubscriptionCheck? Row { get; set; } = new()
    {
        Cause = CheckCause.Timer, Marks = 0, Now = DateTimeOffset.UnixEpoch,
    };

    public List<(string? Hash, TimeSpan Next)> Completed { get; } = [];

    public List<string> Failed { get; } = [];

    public List<(ShopDomain Shop, TimeSpan Delay)> Marked { get; } = [];

    /// <summary>What writes are answered with instead.</summary>
    public Exception? Fault { get; set; }

    /// <summary>How often it was tried to announce what is wanted.</summary>
    public int Announced { get; private set; }

    public Task AnnounceAsync(string wantedHash, CancellationToken cancellationToken)
    {
        Announced++;
        return Fault is null ? Task.CompletedTask : Task.FromException(Fault);
    }

    public Task<int> MarkOutdatedAsync(string wantedHash, TimeSpan spread, CancellationToken cancellationToken) =>
        Task.FromResult(0);

    public Task MarkAsync(
        InstallationId installation, CheckCause cause, TimeSpan delay, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task MarkAsync(ShopDomain shop, CheckCause cause, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (Fault is not null) throw Fault;
        lock (Marked) Marked.Add((shop, delay));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(
        string wantedHash, string kind, int openLimit, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> TakeAsync(
        InstallationId installation, NewJob job, TimeSpan again, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<SubscriptionCheck?> FindAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult(Row);

    public Task CompleteAsync(
        InstallationId installation,
        SubscriptionCheck begun,
        string? wantedHash,
        TimeSpan next,
        CancellationToken cancellationToken)
    {
        Completed.Add((wantedHash, next));
        return Task.CompletedTask;
    }

    public Task FailAsync(InstallationId installation, string code, CancellationToken cancellationToken)
    {
        Failed.Add(code);
        return Task.CompletedTask;
    }
}
