namespace Shopkeeper.Grains.Webhooks;

/// <summary>A handler ordered a job that can't be: the delivery is tried again, and becomes a dead letter.</summary>
/// <param name="code">Why, as the API tells it to others: <c>unknown-kind</c>, <c>arguments-too-long</c>.</param>
internal sealed class JobRefusedException(string code) : Exception($"The job was refused: {code}.")
{
    /// <summary>The reason with <c>job-</c> before it; never the arguments.</summary>
    public string Code { get; } = "job-" + code;
}
