using System.Text.Json;

namespace Shopkeeper.Frontend.Jobs;

/// <summary>The order to start a job.</summary>
/// <param name="Kind">The kind of job, such as <c>catalog-sync</c>.</param>
/// <param name="Arguments">A JSON object; may be left out.</param>
public sealed record NewJobRequest(string Kind, JsonElement? Arguments);
