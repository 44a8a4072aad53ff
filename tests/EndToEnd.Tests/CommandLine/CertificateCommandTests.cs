using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.CommandLine;

/// <summary>The certificate of a real teardown, checked offline with the real command.</summary>
public sealed class CertificateCommandTests(SharedServices services)
{
    private const int Genuine = 0;
    private const int Invalid = 1;
    private const int BadUsage = 2;

    [Fact]
    public async Task Certificate_when_genuine_verifies_and_when_changed_in_one_character_does_not()
    {
        var service = await services.OnAsync(DatabaseKind.Sqlite);
        var shop = await Merchant.InstalledAsync(service);
        await service.EndByOperatorAsync(shop);
        var jws = (await service.UntilCertifiedAsync(shop)).GetProperty("jws").GetString()!;
        using var folder = new TemporaryFolder();
        var (jwks, url) = (folder.Combine("jwks.json"), new Uri(service.PublicUrl, "/.well-known/jwks.json"));
        var keys = await service.Public.ReadTextOfAsync(url.AbsolutePath);
        await File.WriteAllTextAsync(jwks, keys, TestContext.Current.CancellationToken);

        Assert.Equal((Genuine, "valid: complete\n"), await VerifyAsync(folder, jws, jwks));
        Assert.Contains(
            "white space behind", (await VerifyAsync(folder, jws + "\n", jwks)).Output, StringComparison.Ordinal);
        Assert.Equal(Genuine, (await VerifyAsync(folder, jws, url.AbsoluteUri)).Code);

        using var gate = new SemaphoreSlim(2);
        await Task.WhenAll(Altered(jws).Select(async altered =>
        {
            await gate.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                var (code, output) = await VerifyAsync(folder, altered.Jws, jwks);
                Assert.True(code == Invalid, $"{altered.Case}: {code} {output}");
                Assert.StartsWith("invalid: ", output, StringComparison.Ordinal);
            }
            finally
            {
                gate.Release();
            }
        }));
    }

    [Fact]
    public async Task Certificate_when_the_keys_are_another_services_does_not_verify()
    {
        var service = await services.OnAsync(DatabaseKind.Sqlite);
        var other = await services.OnAsync(DatabaseKind.Postgres);
        var shop = await Merchant.InstalledAsync(service);
        await service.EndByOperatorAsync(shop);
        var jws = (await service.UntilCertifiedAsync(shop)).GetProperty("jws").GetString()!;
        using var folder = new TemporaryFolder();

        var (code, output) = await VerifyAsync(
            folder, jws, new Uri(other.PublicUrl, "/.well-known/jwks.json").AbsoluteUri);

        Assert.True(code == Invalid, output);
    }

    [Fact]
    public async Task Certificate_when_a_file_is_missing_is_bad_usage_without_a_trace()
    {
        using var folder = new TemporaryFolder();

        var (code, output) = await VerifyAsync(folder, "a.b.c", folder.Combine("no-such-jwks.json"));

        Assert.Equal(BadUsage, code);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    // A place in each segment, a dot, and one character more or less. All positions are tried without a process in the
    // tests of the rules.
    private static IEnumerable<(string Case, string Jws)> Altered(string jws)
    {
        var first = jws.IndexOf('.', StringComparison.Ordinal);
        var last = jws.LastIndexOf('.');
        int[] places = [first / 2, (first + last) / 2, last, jws.Length - 1];
        foreach (var place in places)
        {
            var other = jws[place] == 'A' ? 'B' : 'A';
            yield return ($"position {place}", $"{jws[..place]}{other}{jws[(place + 1)..]}");
        }
        yield return ("a byte more", jws + "A");
        yield return ("a byte less", jws[..^1]);
    }

    private static async Task<(int Code, string Output)> VerifyAsync(TemporaryFolder folder, string jws, string jwks)
    {
        var file = folder.Combine($"{Keys.RandomText(8)}.jws");
        await File.WriteAllTextAsync(file, jws);
        await using var process = ServiceProcess.Start("Silo", ["certificate", "verify", "--jwks", jwks, file]);
        var code = await process.WaitForExitAsync(TimeSpan.FromSeconds(60));
        return (code, process.ReadLog());
    }
}
