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
    public async Task WriteAsync(AdminAccess access, AdminCallRecord record)
    {
        if (access.Installation is not { } id) return;
        var installation = new InstallationId(id);
        try
        {
            // The call is made: that its caller has gone is no reason not to write it down.
            await store.AppendAsync(
                installation,
                ApiLogEntries.From(record, Guid.CreateVersion7(record.StartedAt)),
                CancellationToken.None);
        }
        catch (InstallationEndedException) when (!access.StopsAtEnd)
        {
            // After the fence nothing is written for it.
        }
        catch (StorageUnavailableException fault)
        {
            LogNotWritten(installation, fault.Code);
        }
    }
}
