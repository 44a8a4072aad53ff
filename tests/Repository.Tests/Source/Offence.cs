namespace Shopkeeper.Repository.Tests.Source;

/// <summary>A place that breaks a rule. Printed so that editors and terminals can jump to it.</summary>
internal sealed record Offence(string Path, int Line, string Why)
{
    public string Place => $"{Path}:{Line}";

    public override string ToString() => $"{Place}: error: {Why}";
}
