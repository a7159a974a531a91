/** Small true files, made on the spot, and the words of a PDF. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

export interface Upload {
	name: string;
	mimeType: string;
	buffer: Buffer;
}

/** png is a square of one colour. */
export function png(name: string, side = 8): Upload {
	const chunk = (type: string, data: Buffer) => {
		const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
		const out = Buffer.alloc(8 + body.length);
		out.writeUInt32BE(data.length, 0);
		body.copy(out, 4);
		out.writeUInt32BE(crc32(body), 4 + body.length);
		return out;
	};
	const header = Buffer.alloc(13);
	header.writeUInt32BE(side, 0);
	header.writeUInt32BE(side, 4);
	header.set([8, 2, 0, 0, 0], 8);
	const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(side * 3, 0x66)]);
	const pixels = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const parts = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
	return { name, mimeType: 'image/png', buffer: Buffer.concat([signature, ...parts]) };
}

/** pdf is a page with a line of text. */
export function pdf(name: string, line = 'Documento di prova'): Upload {
	const content = `BT /F1 18 Tf 72 720 Td (${line}) Tj ET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
	];
	let text = '%PDF-1.4\n';
	const offsets = objects.map((object, i) => {
		const at = text.length;
		text += `${i + 1} 0 obj\n${object}\nendobj\n`;
		return at;
	});
	const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
	const size = objects.length + 1;
	text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
	return { name, mimeType: 'application/pdf', buffer: Buffer.from(text, 'latin1') };
}

/** pdfText reads the words of the product's documents, whose fonts use the characters' own codes. */
export function pdfText(file: Buffer): string {
	const lines: string[] = [];
	for (const part of file.toString('latin1').split('\nendstream')) {
		const at = part.lastIndexOf('stream\n');
		if (at < 0) continue;
		let content: string;
		try {
			content = inflateSync(Buffer.from(part.slice(at + 7), 'latin1')).toString('latin1');
		} catch {
			continue; // a picture or a font
		}
		for (const [, shown = ''] of content.matchAll(/ Td \(((?:\\.|[^\\)])*)\) ?Tj/gs)) {
			const codes = shown.replaceAll('\\r', '\r').replaceAll(/\\([\\()])/g, '$1');
			lines.push(new TextDecoder('utf-16be').decode(Buffer.from(codes, 'latin1')));
		}
	}
	return lines.join(' ').replaceAll(/\s+/g, ' ');
}
