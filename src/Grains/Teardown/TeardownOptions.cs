using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// How teardowns are run: section <c>Teardown</c> of the configuration. Delays scale down for tests and demos.
/// </summary>
public sealed class TeardownOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Teardown";

    /// <summary>
    /// Attempts that a step may fail before the teardown stalls for an operator. Default 10, 1 to 1,000.
    /// </summary>
    [Range(1, 1_000)]
    public int MaximumAttempts { get; set; } = 10;

    /// <summary>Wait after a step's first failure; it doubles with each. Default 1 s, up to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan RetryFirst { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait after a failure. Default 5 min, up to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryMaximum { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often the erasing steps are run when something is left, before the teardown stalls with <c>residue</c>.
    /// Default 10, 1 to 100, and not above <see cref="MaximumAttempts"/>.
    /// </summary>
    [Range(1, 100)]
    public int ResidueRounds { get; set; } = 10;

    /// <summary>
    /// How long running jobs have to acknowledge that they stop, before they are abandoned. Default 10 s, up to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan JobGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often that acknowledgement is looked for. Default 250 ms, up to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan JobPoll { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long Shopify is asked again when it can't be reached or answers 402, 423 and the like; then what was to be
    /// done there is certified as not erased, and the erasure goes on. Default 24 h, up to 30 d.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan ShopifyDeadline { get; set; } = TimeSpan.FromHours(24);

    /// <summary>First wait before Shopify is asked again; it doubles. Default 1 s, up to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan ShopifyRetryFirst { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before Shopify is asked again. Default 15 min, up to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ShopifyRetryMaximum { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Longest time for one call of a participant. Default and maximum 10 s, because a permit to call Shopify lasts 15
    /// s; a participant that needs more says that it is busy.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan ParticipantBudget { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many participants a step asks at once. Default 8, 1 to 64.</summary>
    [Range(1, 64)]
    public int ParticipantsAtOnce { get; set; } = 8;

    /// <summary>How many calls to one participant a silo has under way, for all shops. Default 4, 1 to 256.</summary>
    [Range(1, 256)]
    public int ParticipantCallsAtOnce { get; set; } = 4;

    /// <summary>
    /// Calls to a participant that may fail, for one teardown, before the teardown gives it up and stalls for an
    /// operator once the others are settled. The waits are those of <see cref="RetryFirst"/> and
    /// <see cref="RetryMaximum"/>, so the default stands for about two hours. Default 30, 1 to 10,000.
    /// </summary>
    [Range(1, 10_000)]
    public int ParticipantAttempts { get; set; } = 30;

    /// <summary>
    /// How long a participant may be busy with one operation before each of its answers counts as a failure. Default 24
    /// h, up to 30 d.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00")]
    public TimeSpan ParticipantPatience { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How often work that waits for an earlier stay's erasure is looked at again. Default 5 s, up to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan HoldPoll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time for one run of a step. Default 60 s, up to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StepBudget { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a teardown works in one go before it lets its callers have a word. Default 5 s, up to 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan TurnBudget { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Period of the reminder that takes a teardown up again when all else was lost. Default 5 min, 1 min to 1 d.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ReminderPeriod { get; set; } = TimeSpan.FromMinutes(5);
}
