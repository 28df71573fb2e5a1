import type { Command, Group } from './commands';
import { fitness } from './match';

/** While something is typed, so many commands are enough: customers stand below them. */
const MOST = 7;
const ORDER: readonly Group[] = ['recent', 'act', 'go'];

/**
 * The commands that fit, by group: the group with the best one first. All of them while nothing is
 * typed.
 */
export function chosen(commands: readonly Command[], typed: string): Command[] {
  const place = ({ group }: Command) => ORDER.indexOf(group);
  if (!typed.trim()) return [...commands].sort((a, b) => place(a) - place(b));
  const named = new Set(commands.filter(({ group }) => group !== 'recent').map((c) => c.label));
  const fitting = commands
    // Seen lately is no second way to what has its own line.
    .filter(({ group, label }) => group !== 'recent' || !named.has(label))
    .map((command) => ({ command, score: fitness(typed, command.label, command.also) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST);
  const best = (group: Group) =>
    Math.max(...fitting.filter((each) => each.command.group === group).map((each) => each.score));
  return fitting
    .sort(
      (a, b) =>
        best(b.command.group) - best(a.command.group) ||
        place(a.command) - place(b.command) ||
        b.score - a.score,
    )
    .map(({ command }) => command);
}
