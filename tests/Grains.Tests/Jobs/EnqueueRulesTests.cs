using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Catalogue;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Tests.Jobs;

public sealed class EnqueueRulesTests
{
    private static readonly JobKinds Kinds = new(
    [
        new ScriptedHandler("inner", (_, _) => Task.CompletedTask),
        new ScriptedHandler("open", (_, _) => Task.CompletedTask) { StartableFromSession = true },
    ]);

    [Theory]
    [InlineData("open", true, null)]
    [InlineData("open", false, null)]
    [InlineData("inner", false, null)]
    [InlineData("inner", true, EnqueueOutcome.UnknownKind)]
    [InlineData("nobody-knows", false, EnqueueOutcome.UnknownKind)]
    [InlineData("OPEN", true, EnqueueOutcome.UnknownKind)]
    [InlineData("", true, EnqueueOutcome.UnknownKind)]
    public void Order_when_the_kind_is_not_for_the_asker_is_refused(
        string kind, bool session, EnqueueOutcome? refused) =>
        Assert.Equal(refused, Refuse(new EnqueueJob { Kind = kind, Arguments = "{}", FromSession = session })?.Outcome);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1,\"a\":1}")]
    public void Order_when_the_arguments_are_no_object_is_refused(string arguments)
    {
        var refusal = Refuse(new EnqueueJob { Kind = "open", Arguments = arguments });
        Assert.Equal(EnqueueOutcome.InvalidArguments, refusal?.Outcome);
        Assert.Equal("arguments-not-an-object", refusal?.Code);
    }

    [Fact]
    public void Order_when_the_arguments_are_broken_text_is_refused() =>
        Assert.NotNull(Refuse(new EnqueueJob { Kind = "open", Arguments = "{\"" + (char)0xD800 + "\":1}" }));

    [Theory]
    [InlineData(64 * 1024, false)]
    [InlineData((64 * 1024) + 1, true)]
    public void Order_when_the_arguments_are_long_is_refused_beyond_the_limit(int bytes, bool refused)
    {
        var text = new string('x', bytes - "{\"a\":\"\"}".Length);
        var refusal = Refuse(new EnqueueJob { Kind = "open", Arguments = $$"""{"a":"{{text}}"}""" });
        Assert.Equal(refused, refusal is { Outcome: EnqueueOutcome.InvalidArguments, Code: "arguments-too-long" });
    }

    [Fact]
    public void Order_when_the_arguments_are_deep_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100);
        Assert.NotNull(Refuse(new EnqueueJob { Kind = "open", Arguments = deep }));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(255, false)]
    [InlineData(256, true)]
    public void Order_when_the_idempotency_key_has_no_fit_length_is_refused(int length, bool refused)
    {
        var order = new EnqueueJob { Kind = "open", Arguments = "{}", IdempotencyKey = new string('k', length) };
        Assert.Equal(refused, Refuse(order) is { Outcome: EnqueueOutcome.InvalidIdempotencyKey });
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{\"pageSize\":1}", null)]
    [InlineData("{\"pageSize\":250}", null)]
    [InlineData("{\"pageSize\":0}", "invalid-page-size")]
    [InlineData("{\"pageSize\":251}", "invalid-page-size")]
    [InlineData("{\"pageSize\":1.5}", "invalid-page-size")]
    [InlineData("{\"pageSize\":\"50\"}", "invalid-page-size")]
    [InlineData("{\"pageSize\":null}", "invalid-page-size")]
    [InlineData("{\"pageSize\":99999999999}", "invalid-page-size")]
    [InlineData("{\"pagesize\":50}", "unknown-argument")]
    public void CatalogSync_when_its_arguments_are_wrong_says_which(string arguments, string? code)
    {
        using var document = JsonDocument.Parse(arguments);
        Assert.Equal(code, CatalogSyncArguments.Read(document.RootElement, out _));
    }

    [Theory]
    [InlineData("Export")]
    [InlineData("-export")]
    [InlineData("export_all")]
    [InlineData("export-")]
    [InlineData("")]
    public void Kinds_when_a_name_is_no_kebab_case_refuse_to_start(string kind) =>
        Assert.Throws<InvalidOperationException>(() =>
            new JobKinds([new ScriptedHandler(kind, (_, _) => Task.CompletedTask)]));

    [Fact]
    public void Kinds_when_two_handlers_share_one_refuse_to_start()
    {
        ScriptedHandler[] handlers =
            [new("same", (_, _) => Task.CompletedTask), new("same", (_, _) => Task.CompletedTask)];
        var refusal = Assert.Throws<InvalidOperationException>(() => new JobKinds(handlers));
        Assert.Contains("same", refusal.Message, StringComparison.Ordinal);
    }

    private static EnqueueReply? Refuse(EnqueueJob order) => EnqueueRules.Refuse(order, Kinds);
}
