using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Certificates;

/// <summary>What a certificate says, and what it never says.</summary>
public sealed class ClaimsTests
{
    private readonly TestCertificateKeys _keys = new();

    [Fact]
    public void Every_text_of_a_certificate_is_a_code_an_id_a_time_or_a_hash()
    {
        var certificate = CertificateSamples.Issue(_keys, CertificateSamples.Record(CertificateSamples.Left()));
        using var claims = JsonDocument.Parse(PayloadOf(certificate.Jws));

        var texts = Texts(claims.RootElement).ToList();

        Assert.True(texts.Count > 40);
        Assert.All(texts, text => Assert.True(
            CertificateCodes.IsCode(text) || IsTime(text) || IsHash(text) || Guid.TryParseExact(text, "D", out _),
            text));
    }

    [Fact]
    public void Nothing_in_a_certificate_names_the_shop()
    {
        var certificate = CertificateSamples.Issue(_keys, CertificateSamples.Record(CertificateSamples.Left()));
        var payload = PayloadOf(certificate.Jws);

        Assert.DoesNotContain("blue-widgets", payload, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("548380009", payload, StringComparison.Ordinal);
        Assert.DoesNotContain(certificate.Nonce!, payload, StringComparison.Ordinal);
        Assert.DoesNotContain(certificate.BodyHash!, payload, StringComparison.Ordinal);
    }

    [Fact]
    public void Subject_is_found_again_with_the_nonce_and_differs_between_certificates_of_one_shop()
    {
        var first = CertificateSamples.Issue(_keys, CertificateSamples.Record());
        var second = CertificateSamples.Issue(_keys, CertificateSamples.Record());

        var subject = HMACSHA256.HashData(
            Base64Url.DecodeFromChars(first.Nonce), Encoding.ASCII.GetBytes("blue-widgets.myshopify.com"));
        Assert.Equal(Base64Url.EncodeToString(subject), ClaimsOf(first.Jws).GetProperty("subject").GetString());
        Assert.NotEqual(
            ClaimsOf(first.Jws).GetProperty("subject").GetString(),
            ClaimsOf(second.Jws).GetProperty("subject").GetString());
        Assert.Equal(32, Base64Url.DecodeFromChars(first.Nonce).Length);
    }

    [Fact]
    public void Claims_hold_each_step_with_outcome_attempts_duration_and_counts()
    {
        var claims = ClaimsOf(CertificateSamples.Issue(_keys, CertificateSamples.Record()).Jws);

        var steps = claims.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal([.. TeardownPlan.Order], steps.Select(step => step.GetProperty("name").GetString()));
        Assert.All(steps, step => Assert.Equal("done", step.GetProperty("outcome").GetString()));
        Assert.Equal(1_000, steps[0].GetProperty("durationMilliseconds").GetInt64());
        Assert.Equal(12, steps[0].GetProperty("counts")[0].GetProperty("count").GetInt64());
        Assert.Equal("2026-05-01T12:30:15.250Z", claims.GetProperty("issuedAt").GetString());
        Assert.Equal("uninstalled-by-merchant", claims.GetProperty("cause").GetString());
        Assert.Equal("verified", claims.GetProperty("participants")[0].GetProperty("assurance").GetString());
    }

    [Fact]
    public void Boundary_names_what_the_zeros_do_not_cover_with_its_retention_or_none()
    {
        var options = new CertificateOptions { BackupDays = 30, WriteAheadLogDays = 7 };
        var claims = ClaimsOf(CertificateSamples.Issue(_keys, CertificateSamples.Record(), options).Jws);

        var excludes = claims.GetProperty("boundary").GetProperty("excludes").EnumerateArray()
            .ToDictionary(place => place.GetProperty("place").GetString()!, place => place.GetProperty("days"));
        Assert.Equal(7, excludes["write-ahead-log"].GetInt32());
        Assert.Equal(JsonValueKind.Null, excludes["replicas"].ValueKind);
        Assert.Equal(30, excludes["backups"].GetInt32());
    }

    [Fact]
    public void Boundary_covers_only_what_was_counted()
    {
        var counted = CertificateSamples.Record();
        var cached = new StoreCount { Store = "cache:data-keys", Count = 0 };
        var rows = counted with { Steps = [.. counted.Steps.Select(step => step with { Participants = [] })] };
        var attested = Participants(counted, result => result with { Assurance = "attested" });
        var caches = Counting(cached);
        string[] stores = ["api_logs", "cache_entries", "cache:data-keys", "cache:memory", "cache:redis"];
        var everywhere = Counting([.. stores.Select(store => new StoreCount { Store = store, Count = 0 })]);
        var onlyCleared = rows with
        {
            Steps =
            [
                .. rows.Steps.Select(step => step with
                {
                    Counts = step.Name == StepNames.ClearCaches ? [cached with { Store = "cache:memory" }] : [],
                }),
            ],
        };

        Assert.Equal(["live-rows"], CoversOf(rows));
        Assert.Equal(["live-rows"], CoversOf(attested));
        Assert.Equal(["live-rows", "participants"], CoversOf(counted));
        Assert.Equal(["live-rows", "this-process-caches"], CoversOf(caches));
        Assert.Equal(
            ["live-rows", "all-silos-caches", "shared-cache:database", "shared-cache:redis"], CoversOf(everywhere));
        Assert.Equal(["live-rows"], CoversOf(onlyCleared));

        TeardownRecord Counting(params StoreCount[] counts) => rows with
        {
            Steps = [.. rows.Steps.Select(step => step with { Counts = counts })],
        };

        IEnumerable<string?> CoversOf(TeardownRecord record) =>
            ClaimsOf(CertificateSamples.Issue(_keys, record).Jws)
                .GetProperty("boundary").GetProperty("covers").EnumerateArray().Select(place => place.GetString());
    }

    [Fact]
    public void Result_is_complete_only_when_nothing_is_left_and_nothing_was_waived()
    {
        var waived = CertificateSamples.Record();
        waived = waived with
        {
            Steps = [.. waived.Steps.Select(step => step.Name == StepNames.EraseParticipants
                ? step with { Status = StepStatus.Waived, Outcome = null }
                : step)],
        };

        Assert.Equal("complete", CertificateSamples.Issue(_keys, CertificateSamples.Record()).Result);
        Assert.Equal(
            "complete-with-exceptions",
            CertificateSamples.Issue(_keys, CertificateSamples.Record(CertificateSamples.Left())).Result);
        Assert.Equal("complete-with-exceptions", CertificateSamples.Issue(_keys, waived).Result);
    }

    [Fact]
    public void Teardown_with_a_step_that_is_not_settled_is_not_certified()
    {
        var record = CertificateSamples.Record();
        foreach (var name in TeardownPlan.Order[..^1])
        {
            var missing = record with { Steps = [.. record.Steps.Where(step => step.Name != name)] };
            var running = record with
            {
                Steps = [.. record.Steps.Select(
                    step => step.Name == name ? step with { Status = StepStatus.Running } : step)],
            };

            Assert.Throws<InvalidOperationException>(() => CertificateSamples.Issue(_keys, missing));
            Assert.Throws<InvalidOperationException>(() => CertificateSamples.Issue(_keys, running));
        }

        Assert.Throws<InvalidOperationException>(() => CertificateSamples.Issue(_keys, record with { EndedAt = null }));
    }

    [Theory]
    [InlineData("blue-widgets.myshopify.com")]
    [InlineData("Because the merchant asked")]
    [InlineData("owner@example.com")]
    [InlineData("")]
    [InlineData("code\n")]
    public void Text_that_is_no_code_or_names_a_shop_is_not_certified(string text)
    {
        var record = CertificateSamples.Record() with { Evidence = [text] };
        Assert.Throws<InvalidOperationException>(() => CertificateSamples.Issue(_keys, record));

        record = CertificateSamples.Record(CertificateSamples.Left() with { Kind = text });
        Assert.Throws<InvalidOperationException>(() => CertificateSamples.Issue(_keys, record));
    }

    private static TeardownRecord Participants(
        TeardownRecord record, Func<ParticipantResult, ParticipantResult> change) =>
        record with
        {
            Steps =
            [
                .. record.Steps.Select(
                    step => step with { Participants = [.. step.Participants.Select(change)] }),
            ],
        };

    private static string PayloadOf(string jws) =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(jws.Split('.')[1]));

    private static JsonElement ClaimsOf(string jws) => JsonDocument.Parse(PayloadOf(jws)).RootElement.Clone();

    private static bool IsTime(string text) => text.EndsWith('Z') && DateTimeOffset.TryParse(text, out _);

    private static bool IsHash(string text) => CompactJws.TryDecode(text, out var bytes) && bytes.Length == 32;

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
