using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.CommandLine;

/// <summary>The demonstration is itself a test: everything it claims holds, and what it leaves verifies.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Demo_when_run_holds_and_leaves_certificates_that_verify()
    {
        using var folder = new TemporaryFolder();
        var directory = folder.Combine("demo");
        await using var demo = ServiceProcess.Start("Silo", ["demo", "--directory", directory]);

        var code = await demo.WaitForExitAsync(TimeSpan.FromSeconds(170), TestContext.Current.CancellationToken);

        var output = demo.ReadOutput();
        Assert.True(code == 0, $"{code}:\n{output}\n{demo.ReadError()}");
        Assert.Contains("Everything held", output, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", output, StringComparison.Ordinal);
        Assert.Contains("generation 2", output, StringComparison.Ordinal);
        Assert.True(demo.ReadError().Length == 0, demo.ReadError());
        await AssertCertificatesVerifyAsync(Path.Combine(directory, "certificates"));
    }

    private static async Task AssertCertificatesVerifyAsync(string folder)
    {
        var certificates = Directory.GetFiles(folder, "*.jws");
        Assert.Equal(2, certificates.Length);
        foreach (var certificate in certificates)
        {
            await using var verify = ServiceProcess.Start(
                "Silo", ["certificate", "verify", "--jwks", Path.Combine(folder, "jwks.json"), certificate]);
            var code = await verify.WaitForExitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.True(code is 0 or 3, verify.ReadLog());
        }
    }
}
