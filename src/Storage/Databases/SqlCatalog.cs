using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Shopkeeper.Storage.Databases;

/// <summary>
/// The named statements of one dialect. <c>sessions/save</c> is the section <c>-- name: save</c> of
/// <c>Sql/sessions.sql</c>; a section of the same name in <c>Sql/sessions.postgres.sql</c> or
/// <c>Sql/sessions.sqlite.sql</c> takes its place there.
/// </summary>
public sealed partial class SqlCatalog
{
    private const string Marker = "-- name:";
    private readonly FrozenDictionary<string, string> _statements;

    private SqlCatalog(IEnumerable<KeyValuePair<string, string>> statements) =>
        _statements = statements.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of all statements.</summary>
    public IEnumerable<string> Names => _statements.Keys;

    /// <summary>The text of a statement.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public string this[string name] => _statements.TryGetValue(name, out var text)
        ? text
        : throw new InvalidOperationException($"No statement is named '{name}'.");

    /// <summary>Reads the statements embedded in this assembly.</summary>
    /// <exception cref="InvalidOperationException">A section is empty, or two have one name.</exception>
    public static SqlCatalog Load(Dialect dialect)
    {
        var statements = new Dictionary<string, string>(StringComparer.Ordinal);
        var suffix = dialect == Dialect.Postgres ? ".postgres" : ".sqlite";
        foreach (var (file, text) in EmbeddedScripts.Read("Sql/").Where(script => !IsOfADialect(script.Name)))
            AddSections(statements, file, text, replace: false);
        foreach (var (file, text) in EmbeddedScripts.Read("Sql/"))
        {
            if (file.EndsWith(suffix, StringComparison.Ordinal))
                AddSections(statements, file[..^suffix.Length], text, replace: true);
        }

        return new SqlCatalog(statements);
    }

    // SQLite tells the letter case of parameters apart; here all begin with a small letter, as arguments do.
    [GeneratedRegex(@"(?<![@\w])@[A-Z]")]
    private static partial Regex Parameter();

    private static bool IsOfADialect(string name) =>
        name.EndsWith(".postgres", StringComparison.Ordinal) || name.EndsWith(".sqlite", StringComparison.Ordinal);

    private static void AddSections(Dictionary<string, string> statements, string file, string text, bool replace)
    {
        foreach (var section in ("\n" + text).Split("\n" + Marker).Skip(1))
        {
            var end = section.IndexOf('\n', StringComparison.Ordinal);
            var name = end < 0 ? "" : $"{file}/{section[..end].Trim()}";
            var body = end < 0 ? "" : section[end..].Trim();
            if (body.Length == 0) throw new InvalidOperationException($"Sql/{file} has an empty section '{name}'.");
            body = Parameter().Replace(body, match => match.Value.ToLowerInvariant());
            if (replace) statements[name] = body;
            else if (!statements.TryAdd(name, body))
                throw new InvalidOperationException($"Two statements are named '{name}'.");
        }
    }
}

/// <summary>The .sql files embedded in this assembly.</summary>
internal static class EmbeddedScripts
{
    /// <summary>
    /// The scripts of a folder, their names without folder and extension, in the order of their names.
    /// </summary>
    public static IEnumerable<(string Name, string Text)> Read(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!resource.StartsWith(folder, StringComparison.Ordinal)) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[folder.Length..^".sql".Length], reader.ReadToEnd().ReplaceLineEndings("\n"));
        }
    }
}
