using System.Globalization;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Fuzzing;

/// <summary>What a process holds of the machine's memory, where the system tells it (Linux).</summary>
internal static class ResidentMemory
{
    /// <summary>The most that it has held since it began, in MiB; null where nobody tells.</summary>
    public static async Task<long?> ReadPeakAsync(ShopkeeperProcess service)
    {
        var status = $"/proc/{service.Process.Id}/status";
        if (!File.Exists(status)) return null;
        var line = (await File.ReadAllLinesAsync(status)).Single(
            one => one.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)
            / 1024;
    }
}
