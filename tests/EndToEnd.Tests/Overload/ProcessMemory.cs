using System.Globalization;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>The memory of a process, as the kernel counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>What it has resident just now, in MiB.</summary>
    public static int ReadNow(int process) => Read(process, "VmRSS:");

    /// <summary>The most that it ever had resident, in MiB.</summary>
    public static int ReadMost(int process) => Read(process, "VmHWM:");

    private static int Read(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(
            one => one.StartsWith(name, StringComparison.Ordinal));
        var text = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
        return int.Parse(text, CultureInfo.InvariantCulture) / 1024;
    }
}
