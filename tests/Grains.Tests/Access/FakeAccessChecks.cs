using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Tests.Access;

/// <summary>Keeps what it is told.</summary>
internal sealed class FakeAccessChecks : IAccessChecks
{
    public List<InstallationId> Hastened { get; } = [];

    public List<InstallationId> Noted { get; } = [];

    public Task NoteAsync(InstallationId installation, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Noted.Add(installation);
        return Task.CompletedTask;
    }

    public Task MakeDueAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        Hastened.Add(installation);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Installation>> FindUnplannedAsync(int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task ScheduleAsync(Installation seen, TimeSpan delay, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<InstallationId>> ClaimAsync(
        AccessCheckClaim claim, CancellationToken cancellationToken) => throw new NotSupportedException();
}
