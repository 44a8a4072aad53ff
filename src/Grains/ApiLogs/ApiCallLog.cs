using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.ApiLogs;

/// <summary>Writes calls into the log of the installation that they were made for; never after its end.</summary>
internal sealed partial class ApiCallLog(IApiLogStore store, ILogger<ApiCallLog> logger)
{
    /// <summary>
    /// Writes one call. A store that is away costs the entry and not the call: what Shopify did is done.
    /// </summary>
    /// <exception cref="InstallationEndedException">
    /// The installation has ended, and the work that the call belongs to is to stop then.
    /// </exception>
    public Task WriteAsync(AdminAccess access, AdminCallRecord record) => access.Installation is { } id
        ? WriteAsync(new InstallationId(id), record, access.StopsAtEnd)
        : Task.CompletedTask;

    /// <inheritdoc cref="WriteAsync(AdminAccess, AdminCallRecord)"/>
    public async Task WriteAsync(InstallationId installation, AdminCallRecord record, bool stopsAtEnd)
    {
        try
        {
            // The call is made: that its caller has gone is no reason not to write it down.
            await store.AppendAsync(
                installation,
                ApiLogEntries.From(record, Guid.CreateVersion7(record.StartedAt)),
                CancellationToken.None);
        }
        catch (InstallationEndedException) when (!stopsAtEnd)
        {
            // After the fence nothing is written for it.
        }
        catch (StorageUnavailableException fault)
        {
            LogNotWritten(installation, fault.Code);
        }
    }
}
