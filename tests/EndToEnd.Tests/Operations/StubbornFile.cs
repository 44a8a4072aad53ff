using System.Diagnostics;
using System.Globalization;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Operations;

/// <summary>
/// A file of an installation that the service can't delete, as a broken participant's data: its name is no text, so no
/// call of the service reaches it. It goes by its folder.
/// </summary>
internal static class StubbornFile
{
    /// <summary>Puts one into the installation's folder.</summary>
    public static async Task PutAsync(ShopkeeperProcess service, Guid installation)
    {
        var folder = FolderOf(service, installation);
        Directory.CreateDirectory(folder);
        await ShellAsync($"touch \"$(printf '%s/stub\\377born' '{folder}')\"");
    }

    /// <summary>Takes it away with its folder, as whoever repairs the participant does.</summary>
    public static Task RemoveAsync(ShopkeeperProcess service, Guid installation) =>
        ShellAsync($"rm -rf '{FolderOf(service, installation)}'");

    private static string FolderOf(ShopkeeperProcess service, Guid installation) =>
        Path.Combine(service.FilesRoot, installation.ToString("D", CultureInfo.InvariantCulture));

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]))!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }
}
