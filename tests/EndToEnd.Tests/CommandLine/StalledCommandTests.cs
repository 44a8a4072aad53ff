using Shopkeeper.EndToEnd.Tests.Operations;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.CommandLine;

/// <summary>A command that waits for a teardown which stalls.</summary>
[Collection(StalledServices.Name)]
public sealed class StalledCommandTests(StalledServices services)
{
    [Fact]
    public Task Uninstall_when_it_stalls_is_waived_or_stopped_tells_it_by_its_exit_code() =>
        services.RunAsync(async service =>
        {
            var shop = await Merchant.InstalledAsync(service);
            await StubbornFile.PutAsync(service, shop.InstallationId);
            var (stalled, output) = await OperatingCommand.RunAsync(service, "uninstall", shop.Domain, "--yes");
            Assert.True(stalled == 1, output);
            Assert.Contains("participant-failed:files", output, StringComparison.Ordinal);
            var (left, residue) = await OperatingCommand.RunAsync(service, "audit");
            Assert.True(left == 1, residue);
            Assert.Contains("installations", residue, StringComparison.Ordinal);

            var page = await service.Operations.ReadAsync($"teardowns?shop={shop.Domain}");
            var teardown = page.GetProperty("items")[0].GetProperty("id").GetGuid();
            await service.OrderedAsync(
                $"teardowns/{teardown}/steps/erase-participants/waive", new { code = "participant-gone" });
            await service.UntilCertifiedAsync(teardown);
            var (again, told) = await OperatingCommand.RunAsync(service, "uninstall", shop.Domain, "--yes");
            Assert.True(again == 3, told);
            Assert.Contains("complete-with-exceptions", told, StringComparison.Ordinal);
            var (none, clean) = await OperatingCommand.RunAsync(service, "audit");
            Assert.True(none == 0, clean);
            await StubbornFile.RemoveAsync(service, shop.InstallationId);
        });
}
