using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>The jobs that a stay starts with, and those that a new grant of it starts.</summary>
internal sealed class StartJobs(IOptions<InstallOptions> options, TimeProvider clock)
{
    /// <summary>For every stay that begins, by an install or by a reset.</summary>
    public NewJob[] ForStay() => Of(options.Value.JobKinds, "install");

    /// <summary>For a stay that goes on with a new grant.</summary>
    /// <param name="key">Tells this grant from the others of the stay.</param>
    public NewJob[] ForGrant(string key) => Of(options.Value.ReauthorizationJobKinds, key);

    private NewJob[] Of(IEnumerable<string> kinds, string key) =>
    [
        .. kinds.Distinct(StringComparer.Ordinal).Select(kind => new NewJob
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Kind = kind,
            Arguments = "{}",
            IdempotencyKey = key,
        }),
    ];
}
