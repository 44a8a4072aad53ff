using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>
/// A participant in erasure that is asked over HTTP: section <c>Participants:{name}</c> of the configuration, with a
/// kebab-case name that stands in certificates. The name <c>files</c> is the shipped folder participant's.
/// </summary>
public sealed class HttpParticipantOptions
{
    /// <summary>The section that holds one section for each participant.</summary>
    public const string Section = "Participants";

    /// <summary>
    /// Where it listens; <c>/plan</c>, <c>/erase</c>, <c>/verify</c> and <c>/status</c> are put behind it. Https, or
    /// http on a loopback address; no query, no user. Required.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>
    /// The secret that requests are signed with: <c>whsec_</c> and 24 to 64 bytes in base64, as
    /// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md has it. Required.
    /// </summary>
    public string Secret { get; set; } = "";

    /// <summary>The secret before, which signs too while the participant is changed over. Default none.</summary>
    public string PreviousSecret { get; set; } = "";

    /// <summary>By what its store is keyed: <c>installation</c> (default) or <c>shop</c>.</summary>
    public KeyedBy KeyedBy { get; set; } = KeyedBy.Installation;

    /// <summary>Longest time for one answer. Default 8 s, 100 ms to 10 s: who needs more answers 202.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Longest answer, in bytes. Default 64 KiB, 1 KiB to 1 MiB.</summary>
    public int MaximumAnswerBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// Wait before the next poll after a 202 without <c>Retry-After</c>. Default 5 s, 10 ms to 1 h. What
    /// <c>Retry-After</c> asks for is honoured between this (or 1 s, whichever is less) and 1 h.
    /// </summary>
    public TimeSpan PollAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether it holds data of the shops' customers: then it is also asked <c>/customer/export</c> and
    /// <c>/customer/redact</c>. Default false.
    /// </summary>
    public bool Customers { get; set; }

    /// <summary>Longest answer to <c>/customer/export</c>, in bytes. Default 4 MiB, 1 KiB to 32 MiB.</summary>
    public int MaximumExportBytes { get; set; } = 4 * 1024 * 1024;
}
