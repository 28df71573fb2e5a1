/** A card's number as people read and type it: `7K3M-9QXP`. */
export function cardNumber(number: string): string {
  const plain = number.replace(/[^0-9a-z]/gi, '').toUpperCase();
  return plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : number;
}
